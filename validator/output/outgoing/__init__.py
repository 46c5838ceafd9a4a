"""What goes out after the review: public notice, payment rosters, letters to applicants."""
