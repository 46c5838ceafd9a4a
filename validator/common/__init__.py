"""The ground: names of files, cells that stay text, progress, what libraries print."""
