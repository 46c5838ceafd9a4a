"""Bank statements and employers' pay lists: reads them and turns them into rows of 工资流水."""
