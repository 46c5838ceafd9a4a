"""Workbooks of other projects are not part of the repository; without them nothing is collected.

Their folder is named by CLAIMCHECK_FOREIGN_WORKBOOKS, or stands beside the repository.
"""

from tests.fuzz_workbooks import foreign_folder

collect_ignore = [] if foreign_folder() else ["test_foreign_workbooks.py"]
