"""What is made before a claim is checked: applicants put together, bank statements read."""
