"""The councillor's pack: all that a committee needs of one borough, as files for people, in one ZIP.

What callers use: borough_pack (pack). Inside: themes (an account as tables in words), labelled_workbook, report_pdf,
months_picture and rates_picture (chart_pictures), account_lines (account_text).
"""
