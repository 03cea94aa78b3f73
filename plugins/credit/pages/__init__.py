"""The pages of the site: what is public on a day goes in, one frozen context for each page comes out."""
