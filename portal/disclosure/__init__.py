"""What may be published from a force's own return: group first, then count exactly. Pure: values in, values out.

Read in this order: settings (data/disclosure.toml), rounding, words; then, with frames: grouping, people.
What callers use: DisclosureSettings, disclosure_settings, Rounding, published_count, counts_behind; Grouping,
group_searches, team_parents; people_figures; disclosure_sentences, left_out_sentence, small_groups_label.
"""
