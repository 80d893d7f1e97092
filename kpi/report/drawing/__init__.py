"""A report's charts as native DrawingML that Word, PowerPoint and WPS can edit; one styling for all of them.

Nothing is imported here: a workbook takes shades and axes and does without the library for slides.
"""
