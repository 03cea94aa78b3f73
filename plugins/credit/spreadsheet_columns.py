"""Spreadsheet columns: the letter that Excel and WPS show above each."""


def column_letter(place: int) -> str:
    """Return the letter a spreadsheet shows above a column (0 is A)."""
    letters = ""
    place += 1
    while place:
        place, rest = divmod(place - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters
