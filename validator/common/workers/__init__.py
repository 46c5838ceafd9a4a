"""Processes of our own in which foreign files are opened, with limits; one may die, none else."""
