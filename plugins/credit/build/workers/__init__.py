"""Workers: processes that render pages of records, their tasks and the files that hold the rows.

Nothing is imported here: a process loads only the module of the task it runs.
"""
