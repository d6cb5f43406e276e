"""O*NET Database: what occupations ask of people, with the flags of each rating."""
