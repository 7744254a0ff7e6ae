"""The names, streets and firms the sample phone's people are put together from."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Region:
    """Where people come from: given names, family names, and places to live."""

    given: tuple[str, ...]
    family: tuple[str, ...]
    streets: tuple[str, ...]
    cities: tuple[tuple[str, str, str], ...]
    country: str


def _words(text: str) -> tuple[str, ...]:
    return tuple(text.split())


UNITED_STATES = Region(
    _words(
        "Abigail Andre Beth Caleb Carmen Daisy Darnell Eleanor Felix Grace Hank Imani Jasper Joy"
        " Kendra Leo Malik Nadia Owen Paige Quentin Rosa Simone Theo Una Vince Wendy Zoe"
    ),
    _words(
        "Abbott Beckett Calloway Dunmore Eastman Fairbanks Garrison Hollis Ingram Jessup Kettering"
        " Lockwood Marlowe Northcott Ogden Pemberton Quimby Ridley Stanhope Thackeray Underhill"
        " Vance Whitlock Yates"
    ),
    ("Juniper Street", "Harbor View Road", "Cannery Row", "Old Mill Lane", "Fifth Avenue"),
    (("Fairhaven", "CA", "90210"), ("Millbrook", "OR", "97035"), ("Port Ellis", "WA", "98101")),
    "USA",
)

OTHERS = (
    Region(
        _words("Ana Andrés Begoña Iñaki Joaquín Lucía María Núria Óscar Sofía"),
        _words("Álvarez Castaño Díaz Ibáñez Muñoz Núñez Peñalver Ruiz Sáenz Zúñiga"),
        ("Calle del Sol", "Avenida de la Paz", "Plaza Mayor"),
        (("Valdeluna", "Madrid", "28000"), ("Puerto Claro", "Cádiz", "11000")),
        "España",
    ),
    Region(
        _words("Jörg Jürgen Käthe Lena Matthäus Sören Ulrike Björn Anneliese Günther"),
        _words("Bäcker Großmann Höfer Köhler Lüdtke Müller Schäfer Straßer Weiß Ziegler"),
        ("Lindenstraße", "Am Mühlbach", "Gänsemarkt"),
        (("Grünau", "Sachsen", "04200"), ("Königsfeld", "Bayern", "95000")),
        "Deutschland",
    ),
    Region(
        _words("Agnieszka Bożena Grzegorz Łukasz Małgorzata Paweł Stanisław Zofia"),
        _words("Dąbrowska Gołębiewski Jabłoński Kowalczyk Świątek Wójcik Źrebiec Żak"),
        ("ulica Kwiatowa", "Aleja Róż"),
        (("Nowa Wieś", "mazowieckie", "00-950"),),
        "Polska",
    ),
    Region(
        _words("Amélie Benoît Chloé Élodie François Gaëlle Hélène Noël Zoé"),
        _words("Beaupré Chênevert D'Aubigné Lefèvre Moreau Noël Rivière"),
        ("rue des Érables", "boulevard Saint-Rémy"),
        (("Montclair", "Québec", "H2X 1Y4"), ("Villeneuve", "Rhône", "69000")),
        "France",
    ),
    Region(
        _words("Ayşe Çağla Deniz Gökhan İpek Oğuz Şebnem Ümit"),
        _words("Aydın Çelik Doğan Güneş Işık Öztürk Şahin Yıldız"),
        ("Gül Sokağı", "Çınar Caddesi"),
        (("Yeşilköy", "İstanbul", "34149"),),
        "Türkiye",
    ),
    Region(
        _words("Анна Борис Вера Дмитрий Екатерина Игорь Ольга Юрий"),
        _words("Берёзкин Журавлёва Лебедева Медведев Соловьёв Щукин"),
        ("улица Лесная", "проспект Мира"),
        (("Заречье", "Тверская область", "170000"),),
        "Россия",
    ),
    Region(
        _words("Αθηνά Γιώργος Ελένη Κώστας Σοφία"),
        _words("Αγγελίδης Καραγιάννη Μαυρίδης Παππάς Σταύρου"),
        ("οδός Ελιάς",),
        (("Νέα Πόλη", "Αττική", "105 51"),),
        "Ελλάδα",
    ),
    Region(
        _words("美咲 健太 さくら 翔太 由美子 大輔"),
        _words("青木 石川 小林 高橋 中村 渡辺"),
        ("桜通り",),
        (("緑町", "東京都", "150-0000"),),
        "日本",
    ),
    Region(
        _words("伟 芳 秀英 敏 静 丽"),
        _words("陈 李 林 王 张 赵"),
        ("花园路",),
        (("新城", "上海市", "200000"),),
        "中国",
    ),
    Region(
        _words("민준 서연 지훈 하은"),
        _words("김 박 이 최"),
        ("벚꽃길",),
        (("새마을", "서울특별시", "04500"),),
        "대한민국",
    ),
    Region(
        _words("أمينة خالد ليلى يوسف"),
        _words("الحداد النجار حسن منصور"),
        ("شارع الزهور",),
        (("المدينة الجديدة", "القاهرة", "11511"),),
        "مصر",
    ),
    Region(
        _words("דוד נועה רחל יואב"),
        _words("אבני גולן לוי שפירא"),
        ("רחוב הגפן",),
        (("גבעת אור", "המרכז", "4900000"),),
        "ישראל",
    ),
    Region(
        _words("अनिता कमल प्रिया रवि"),
        _words("गुप्ता जोशी मेहता शर्मा"),
        ("गुलाब मार्ग",),
        (("नया नगर", "दिल्ली", "110001"),),
        "भारत",
    ),
    Region(
        _words("Ánh Dũng Hương Linh Phượng Tuấn"),
        _words("Đặng Lê Nguyễn Phạm Trần Vũ"),
        ("đường Hoa Sen",),
        (("Bình Minh", "Hà Nội", "100000"),),
        "Việt Nam",
    ),
)

FIRMS = (
    "Bluebird Bakery",
    "Meridian Telephone Co.",
    "Harbor Light Records",
    "Kestrel & Daughters, Bookbinders",
    "Fairhaven Public Library",
    "Northcott Veterinary Clinic",
    "Papelería Luna",
    "Fahrradwerkstatt Grünau",
    "Pixel Orchard Studios",
    "Saint Brendan's School",
)

TITLES = (
    "Baker",
    "Sound engineer",
    "Librarian",
    "Veterinarian",
    "Teacher",
    "Illustrator",
    "Night editor",
    "Carpenter",
    "Bike mechanic",
    "Head of research",
)

SERVICES = (
    "Bluebird Bakery",
    "Dentist (Dr. Ridley)",
    "Fairhaven Public Library",
    "Golden Wok – take-away",
    "Harbor Taxi",
    "Movie times",
    "Pharmacy on Fifth",
    "Plumber, emergencies",
    "Skate park",
    "Voice mail",
    "Weather line",
    "Zoo – membership desk",
)

REMARKS = (
    "Met at the record fair.",
    "Allergic to peanuts!\nLoves lemon cake.",
    "Plays bass. Has our amplifier since the summer.",
    "Call after 6 pm only.",
    "Door code 4711#, second floor, the bell is broken.",
    "Neighbour; has the spare key.",
    "Kids: Milo (2001) and June (2004).\nDog: Biscuit.",
    "Spricht Deutsch, Englisch und ein bißchen Esperanto.",
    "Le café du coin, mardi à 9 h.",
    "Size 43 shoes; owes me a pair of skates ;-)",
)
