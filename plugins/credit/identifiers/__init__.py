"""Identifiers: canonical forms and checks of codes, names, numbers and dates; standard library only."""

from credit.identifiers.chinese_numerals import (
    CHINESE_DAY,
    parse_chinese_day,
    parse_chinese_number,
    write_chinese_number,
)
from credit.identifiers.dated_names import split_dated_name
from credit.identifiers.days_in_digits import SERIAL_DAYS, parse_day_and_time
from credit.identifiers.document_numbers import find_numbers, normalise_number, normalise_numbers, year_of_number
from credit.identifiers.iso_dates import holds_on, parse_iso_date, validity_words
from credit.identifiers.localities import COMPOUNDS, USUAL_LOCALITIES, Localities
from credit.identifiers.person_numbers import (
    MOBILE_DIGITS,
    has_card_prefix,
    identity_number_fault,
    is_bank_card,
    is_division,
    is_identity_number,
    is_mobile,
    is_old_registration_number,
)
from credit.identifiers.record_id import (
    RUNNING_DIGITS,
    are_record_ids,
    are_usual_record_ids,
    find_prefix,
    find_record_ids,
    is_record_id,
    is_usual_record_id,
    split_record_id,
)
from credit.identifiers.subject_names import mention_key, normalise_name
from credit.identifiers.unified_codes import (
    CODE_ALPHABET,
    CODE_CHARACTER,
    INDIVIDUAL_BUSINESS,
    NATURAL_PERSON,
    NO_AUTHORITY,
    check_character,
    code_fault,
    entity_kind_of,
    find_code_runs,
    is_individual_business,
    normalise_code,
    subject_code_fault,
)

__all__ = [
    "CHINESE_DAY",
    "CODE_ALPHABET",
    "CODE_CHARACTER",
    "COMPOUNDS",
    "INDIVIDUAL_BUSINESS",
    "MOBILE_DIGITS",
    "NATURAL_PERSON",
    "NO_AUTHORITY",
    "RUNNING_DIGITS",
    "SERIAL_DAYS",
    "USUAL_LOCALITIES",
    "Localities",
    "are_record_ids",
    "are_usual_record_ids",
    "check_character",
    "code_fault",
    "entity_kind_of",
    "find_code_runs",
    "find_numbers",
    "find_prefix",
    "find_record_ids",
    "has_card_prefix",
    "holds_on",
    "identity_number_fault",
    "is_bank_card",
    "is_division",
    "is_identity_number",
    "is_individual_business",
    "is_mobile",
    "is_old_registration_number",
    "is_record_id",
    "is_usual_record_id",
    "mention_key",
    "normalise_code",
    "normalise_name",
    "normalise_number",
    "normalise_numbers",
    "parse_chinese_day",
    "parse_chinese_number",
    "parse_day_and_time",
    "parse_iso_date",
    "split_dated_name",
    "split_record_id",
    "subject_code_fault",
    "validity_words",
    "write_chinese_number",
    "year_of_number",
]
