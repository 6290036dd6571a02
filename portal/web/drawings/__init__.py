"""Pictures drawn on the server: where each mark stands, in percent or in units of the picture, and what it says.

month_columns.month_columns, charts.funnel_chart, heat_strip.heat_strip, where_map.where_map, maps.asked_layer.
"""
