#!/usr/bin/env python3
"""times_feasts.py OUT - writes data/en/times_feasts_moon.txt: dates of feasts that follow the moon by sight or table.

The dates are facts taken from the Python package `holidays` (pip install holidays; MIT); the names are ours. Run it again for later years;
never needed to build, run or test. Usage: python3 train/times_feasts.py data/en/times_feasts_moon.txt
"""
import datetime
import sys

from holidays.calendars.chinese import _ChineseLunisolar
from holidays.calendars.hindu import _HinduLunisolar
from holidays.calendars.islamic import _IslamicLunar
from holidays.calendars.buddhist import _BuddhistLunisolar

FIRST, LAST = 1950, 2050
# names | source table | days to add | length in days
FEASTS = [
    ("eid al-fitr|eid ul-fitr|eid|idul fitri|lesser eid", _IslamicLunar, "EID_AL_FITR", 0, 1),
    ("eid al-adha|eid ul-adha|id ul-adha|bakr id|bakrid|sacrifice feast|feast of sacrifice|feast of the sacrifice|greater eid", _IslamicLunar, "EID_AL_ADHA", 0, 1),
    ("ramadan|ramadhan|ramzan", _IslamicLunar, "RAMADAN_BEGINNING", 0, 30),
    ("ashura|day of ashura", _IslamicLunar, "ASHURA", 0, 1),
    ("mawlid|mawlid al-nabi|prophet's birthday", _IslamicLunar, "MAWLID", 0, 1),
    ("islamic new year|hijri new year|muslim new year", _IslamicLunar, "HIJRI_NEW_YEAR", 0, 1),
    ("laylat al-qadr|laylat al kadr|night of power|night of decree|night of measures", _IslamicLunar, "LAYLAT_AL_QADR", 0, 1),
    ("isra and mi'raj|the night journey|night journey|ascension to heaven", _IslamicLunar, "ISRA_AND_MIRAJ", 0, 1),
    ("jumu'atul-wida|jamat ul-vida|jumatul bidah", _IslamicLunar, "JUMUATUL_WIDA", 0, 1),
    ("arbaeen", _IslamicLunar, "ARBAEEN", 0, 1),
    ("chinese new year|lunar new year|chinese lunar new year|chinese new year's day|lunar new year's day|chinese lunar new year's day|tet", _ChineseLunisolar, "LUNAR_NEW_YEAR", 0, 1),
    ("dragon boat festival", _ChineseLunisolar, "DRAGON_BOAT", 0, 1),
    ("mid-autumn festival|moon festival", _ChineseLunisolar, "MID_AUTUMN", 0, 1),
    ("double ninth festival", _ChineseLunisolar, "DOUBLE_NINTH", 0, 1),
    ("vesak|buddha's birthday|wesak", _BuddhistLunisolar, "VESAK", 0, 1),
    ("diwali|deepavali|divali|lakshmi puja", _HinduLunisolar, "DIWALI_INDIA", 0, 1),
    ("dhanteras", _HinduLunisolar, "DIWALI_INDIA", -2, 1),
    ("naraka chaturdashi|choti diwali|chhoti diwali|kali chaudas", _HinduLunisolar, "DIWALI_INDIA", -1, 1),
    ("govardhan puja|annakut", _HinduLunisolar, "DIWALI_INDIA", 1, 1),
    ("bhai dooj|bhaiya dooj|bhau beej", _HinduLunisolar, "DIWALI_INDIA", 2, 1),
    ("chhath|chhath puja|dala puja|surya shashthi", _HinduLunisolar, "CHHATH_PUJA", 0, 1),
    ("holi|dhulandi|phagwah", _HinduLunisolar, "HOLI", 0, 1),
    ("holika dahan|chhoti holi|choti holi", _HinduLunisolar, "HOLI", -1, 1),
    ("dussehra|vijayadashami|dasara|dussehra day", _HinduLunisolar, "DUSSEHRA", 0, 1),
    ("navaratri|durga puja", _HinduLunisolar, "SHARAD_NAVRATRI", 0, 10),
    ("maha saptami", _HinduLunisolar, "MAHA_ASHTAMI", -1, 1),
    ("maha ashtami", _HinduLunisolar, "MAHA_ASHTAMI", 0, 1),
    ("maha navami", _HinduLunisolar, "MAHA_NAVAMI", 0, 1),
    ("ganesh chaturthi|vinayaka chaturthi", _HinduLunisolar, "GANESH_CHATURTHI", 0, 1),
    ("janmashtami|krishna janmashtami|gokulashtami", _HinduLunisolar, "JANMASHTAMI", 0, 1),
    ("raksha bandhan|rakhi|rakhi purnima", _HinduLunisolar, "RAKSHA_BANDHAN", 0, 1),
    ("ram navami|rama navami", _HinduLunisolar, "RAM_NAVAMI", 0, 1),
    ("maha shivaratri|mahashivratri", _HinduLunisolar, "MAHA_SHIVARATRI", 0, 1),
    ("mahavir jayanti|mahaveer jayanti|mahaveer janma kalyanak|mahavir janma kalyanak", _HinduLunisolar, "MAHAVIR_JAYANTI", 0, 1),
    ("makar sankranti|maghi|maghi sankranti", _HinduLunisolar, "MAKAR_SANKRANTI", 0, 1),
    ("pongal|thai pongal", _HinduLunisolar, "PONGAL", 0, 1),
    ("bogi pandigai|bhogi", _HinduLunisolar, "PONGAL", -1, 1),
    ("maattu pongal|mattu pongal", _HinduLunisolar, "PONGAL", 1, 1),
    ("kaanum pongal|kanni pongal", _HinduLunisolar, "PONGAL", 2, 1),
    ("lohri", _HinduLunisolar, "MAKAR_SANKRANTI", -1, 1),
    ("vaisakhi|baisakhi|vasakhi|vaishakhi|mesadi", _HinduLunisolar, "VAISAKHI", 0, 1),
    ("vasant panchami|basant panchami|saraswati puja", _HinduLunisolar, "BASANT_PANCHAMI", 0, 1),
    ("onam|thiru onam|thiruvonam", _HinduLunisolar, "ONAM", 0, 1),
    ("ugadi|yugadi|gudi padwa|samvatsaradi|chaitra sukladi|chaitra sukhladi", _HinduLunisolar, "GUDI_PADWA", 0, 1),
    ("guru nanak jayanti|guru nanak gurpurab", _HinduLunisolar, "GURU_NANAK_JAYANTI", 0, 1),
    ("guru gobind singh jayanti|guru govind singh jayanti|guru gobind singh birthday|guru govind singh birthday", _HinduLunisolar, "GURU_GOBIND_SINGH_JAYANTI", 0, 1),
    ("guru ravidas jayanti|guru ravidass jayanti|guru ravidas birthday|guru ravidass birthday", _HinduLunisolar, "GURU_RAVIDAS_JAYANTI", 0, 1),
    ("maharshi valmiki jayanti|valmiki jayanti|pargat diwas", _HinduLunisolar, "MAHARSHI_VALMIKI_JAYANTI", 0, 1),
    ("hanuman jayanti", _HinduLunisolar, "HANUMAN_JAYANTI", 0, 1),
    ("karva chauth|karwa chauth", _HinduLunisolar, "KARWA_CHAUTH", 0, 1),
    ("rath yatra|ratha yatra", _HinduLunisolar, "RATH_YATRA", 0, 1),
    ("thaipusam|thai pusam", _HinduLunisolar, "THAIPUSAM", 0, 1),
    ("buddha purnima|buddha jayanti", _HinduLunisolar, "BUDDHA_PURNIMA", 0, 1),
    ("vishu", _HinduLunisolar, "VISHU", 0, 1),
    ("puthandu|tamil new year", _HinduLunisolar, "PUTHANDU", 0, 1),
    ("pohela boishakh|bengali new year", _HinduLunisolar, "POHELA_BOISHAKH", 0, 1),
]


def dates(calendar, name, shift):
    table = getattr(calendar, name + "_DATES")
    for year in range(FIRST, LAST + 1):
        entry = table.get(year)
        if not entry:
            continue
        entries = entry if isinstance(entry[0], (tuple, list)) else (entry,)
        for month, day in entries:
            yield datetime.date(year, month, day) + datetime.timedelta(shift)


def main():
    with open(sys.argv[1], "w", encoding="utf-8") as out:
        out.write("# times_feasts_moon.txt - feasts that follow the moon. Columns as in times_feasts.txt, then modes as in times_rules.txt. Written by train/times_feasts.py; do not edit.\n")
        rows = 0
        for names, calendar, name, shift, length in FEASTS:
            row = " ".join(str(d) for d in dates(calendar, name, shift))
            if row:
                out.write(f"{names}\ttable {row}\t{length}\tnf\n")
                rows += 1
        print(f"{rows} feasts, {FIRST}-{LAST}")


main()
