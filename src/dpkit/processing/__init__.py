"""Processing functions of the pipeline families, one subpackage per family."""
