"""Where things stand on a drawing. Pure: knows no project, no request and no colour."""
