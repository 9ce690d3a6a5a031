"""SQL of the directory: members with their placements, units with their administrators."""
