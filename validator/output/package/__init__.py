"""Changing single parts of an .xlsx package; everything else stays byte for byte."""
