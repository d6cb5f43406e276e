"""The forms that all rooms share: picture, table, sentence, sheet."""
