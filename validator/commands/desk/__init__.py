"""The desk: what the icon opens. The office's page in the browser of its own PC.

It calls the rooms as the other commands do, and where a command does the whole act it calls that
command. It holds one batch at a time; all that is decided stands in the audit trail at once.
"""
