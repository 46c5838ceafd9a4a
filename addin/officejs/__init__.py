"""Custom functions for Excel on a Mac and on the web: our JavaScript and a local server.

Excel loads a page of ours into its own browser; the page hands each call to a server on
the same machine, which computes it with `addin.functions`. Nothing of xlwings is used.
"""
