"""LinkedIn: the exports of a page, of a person and of Campaign Manager."""
