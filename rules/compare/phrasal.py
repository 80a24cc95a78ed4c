"""Verbs of two words and the one word that says the same: "put off" is "postpone". No general thesaurus has them.

Only where the particle does not stand for a direction of its own: "go up" and "go down" are left to `polarity`.
"""

from __future__ import annotations

PHRASAL = """
put_off/postpone push_back/postpone call_off/cancel step_down/resign stand_down/resign turn_down/reject throw_out/reject
vote_down/reject strike_down/overturn lay_off/dismiss shut_down/close close_down/close take_over/acquire buy_out/acquire
buy_up/acquire find_out/discover set_up/found pull_out/withdraw drop_out/withdraw back_out/withdraw roll_out/launch
wind_up/end wind_down/end phase_out/abolish wipe_out/eliminate sell_off/sell pay_out/pay pay_back/repay give_back/return
speed_up/accelerate slow_down/slow run_out/expire go_ahead/proceed carry_on/continue carry_out/perform scale_back/reduce
cut_back/reduce knock_down/demolish tear_down/demolish pull_down/demolish kick_off/start take_off/start break_out/start
hand_over/give hand_out/distribute fill_in/complete bring_forward/advance look_into/investigate sum_up/summarise
leave_out/omit point_out/note figure_out/solve work_out/solve rule_out/exclude wave_through/approve
"""
