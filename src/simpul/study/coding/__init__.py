"""Content coding by people: code books, samples, sheets for coders, agreement, adjudication, and shares corrected by what they coded."""
