"""Reading: a document's text → who said what, with which figures, by when, how sure."""
