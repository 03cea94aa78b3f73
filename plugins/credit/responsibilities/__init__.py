"""Responsibilities: tasks that a document assigns, with the departments that lead and support each."""

from credit.responsibilities.assignments import Assignment, clause_blocks, read_assignments
from credit.responsibilities.department_names import DepartmentNames, ResolvedName

__all__ = ["Assignment", "DepartmentNames", "ResolvedName", "clause_blocks", "read_assignments"]
