"""What departments send goes in; rows and documents of this house come out."""
