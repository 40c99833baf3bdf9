"""Spellings of one word are one word, and context tells homographs apart."""

from __future__ import annotations

import pytest

from simpul.language import places
from simpul.language.lists import seen_words

# The minimum normalisation lexicon, row by row. Homographs stand in HOMOGRAPHS, with a context.
NORMALISED = """
yang: yg | tidak: ga gak gk nggak ngga tdk kagak g | belum: blm blum | sudah: udh udah sdh dah | dapat: dpt dapet
karena: krn krna karna | tapi: tp tpi | orang: org | banget: bgt bngt | bapak: bpk | tolong: tlg tlong
mohon: mhn mhon | terima kasih: mksh makasih trims trmksh | padahal: pdhl | harus: hrs | kemarin: kmrn
sekarang: skrg skg | bagaimana: gmn gimana | mengapa: knp kenapa | juga: jg | dari: dr | untuk: utk u/ | dengan: dg dgn
sama: sm | saya: sy gue aq ak q | kalau: klo kalo kl | bisa: bs | masih: msh | banyak: byk | bulan: bln | tahun: thn
rumah: rmh | sakit: skt | ribu: rb rebu | juta: jt | admin: min mimin
tidak: ra ora mboten boten mbten mbotn | bukan: dudu | belum: durung drg urung dereng
sudah: wis wes uwis pun sampun | masih: isih esih ijik taksih | sekarang: saiki sakniki sakmenika
kemarin: wingi | sejak: ket kit wiwit | dulu: mbiyen biyen kala_rumiyin
dapat: entuk entok intuk angsal pikantuk | punya: nduwe ndue duwe gadhah gadah kagungan
minta: njaluk jaluk nyuwun | tanya: takon nyuwun_pirsa tangled | makan: mangan maem nedha dhahar | sakit: lara loro gerah
periksa: mriksa prikso priksa | beli: tuku tumbas mundhut | jual: adol ngedol sade | pinjam: nyilih nyambut
bayar: mbayar | tinggal: manggon manggen | lihat: ndelok nyawang mirsani ningali | tolong: tulung nulung
bagaimana: piye pie priye pripun kados_pundi | apa: opo punapa nopo | siapa: sopo sinten
di mana: neng_ndi nang_endi wonten_pundi | kapan: kapan benjing_punapa | berapa: pira piro pinten
mengapa: ngopo kenopo kenging_punapa | saya: aku kula kulo dalem | anda: kowe sampeyan panjenengan njenengan
orang: wong tiyang | anak: bocah lare | pasangan: bojo semah | lansia: mbah simbah eyang embah
janda: rondho rondha rangda | tetangga: tonggo tanggi | saudara: sedulur sederek | rumah: omah griya griyo
air: banyu toya | beras: beras uwos wos | uang: dhuwit duit arta yatra | pekerjaan: gaweyan gawean padamelan
jalan: dalan radosan margi | biaya: ragat wragad ongkos | nasi: sega sekul | minyak: lengo lisah | kaki: sikil
atap: payon gendheng
"""
TABLE = [
    (variant.replace("_", " "), canonical.strip())
    for row in NORMALISED.replace("\n", "|").split("|")
    if row.strip()
    for canonical, _, variants in [row.partition(":")]
    for variant in variants.split()
]


def words(text: str) -> list[str]:
    return seen_words([text], places())[0]


@pytest.mark.parametrize(("variant", "canonical"), TABLE)
def test_normalisation_lexicon(variant: str, canonical: str) -> None:
    assert words(variant) == [canonical]


@pytest.mark.parametrize("particle", "je ki to tho jal lha yo nda dab".split())
def test_particles_are_dropped(particle: str) -> None:
    assert words(f"bansos {particle} telat") == ["bansos", "telat"]


def test_a_wish_keeps_its_particle() -> None:
    assert words("mbok ya ditiliki") == ["mbok", "ya", "cek"]


@pytest.mark.parametrize(
    ("noisy", "plain"),
    [
        ("bangettt", "banget"), ("baaanget", "banget"), ("BANSOS", "bansos"), ("bansosss", "bansos"),  # letters repeated
        ("anak2", "anak"), ("anak²", "anak"), ("anak-anak", "anak"), ("anak anak", "anak"), ("anak2nya", "anak"),
        ("4nak", "anak"), ("b4ntuan", "bantuan"), ("rumahx", "rumah"), ("rumahnya", "rumah"), ("omahe", "rumah"),
        ("bojone", "pasangan"), ("berase", "beras"), ("kulo", "saya"), ("sapa", "siapa"), ("duwit", "uang"),
        ("griyanipun", "rumah"), ("kartuku", "kartu"), ("bpjsmu", "bpjs"), ("bansos e", "bansos"), ("kis ku", "kis"),
        ("jum'at", "jumat"),
        ("𝗯𝗮𝗻𝘀𝗼𝘀", "bansos"), ("ｂａｎｓｏｓ", "bansos"), ("b\u0430ns\u043es", "bansos"), ("bàńsös", "bansos"),  # look-alikes
        ("ban\u200dsos", "bansos"), ("ban\u00adsos", "bansos"), ("\u202ebansos", "bansos"), ("b\u0301a\u0301nsos", "bansos"),
    ],
)  # fmt: skip
def test_spelling_noise(noisy: str, plain: str) -> None:
    assert words(noisy) == words(plain)
    assert words(plain) != [""]


def test_numbers_and_units() -> None:
    assert words("50rb 2x 3jt 1.500.000") == ["#", "ribu", "#", "x", "#", "juta", "#"]


@pytest.mark.parametrize(
    "mark", ["[NIK]", "[KK]", "[telepon]", "[rekening]", "[tautan akun]", "<NAMA>", f"@~{'a' * 26}"]
)
def test_masked_values_are_no_words(mark: str) -> None:
    assert words(f"cek {mark} bpjs") == ["cek", "bpjs"]


def test_links_and_account_names_are_no_words() -> None:
    assert words("cek https://contoh.go.id/bansos @dinsos_kota WWW.bansos.id bpjs") == ["cek", "bpjs"]


def test_a_word_in_brackets_stays_a_word() -> None:
    assert words("[bansos] <sembako>") == ["bansos", "sembako"]


def test_a_tag_is_read_as_its_words() -> None:
    assert words("#BansosTelat") == ["bansos", "telat"]


HOMOGRAPHS = [
    ("disahkan oleh bupati", "oleh"), ("ra oleh bantuan", "dapat"), ("olih duit", "dapat"), ("ra oleh melu ujian", "boleh"),
    ("anak loro sekolah kabeh", "dua"), ("wis suwe loro weteng", "sakit"), ("lara", "sakit"),
    ("naik tangga darurat", "tangga"), ("tangga sebelah", "tetangga"), ("tonggo", "tetangga"), ("tanggaku", "tetangga"),
    ("bapak sudah mati", "meninggal"), ("kis mati", "nonaktif"), ("listrik mati", "padam"), ("pdam mati", "padam"),
    ("lampu mati", "padam"), ("mati", "mati"),
    ("genteng bocor", "bocor"), ("data bocor", "bocor data"),
    ("aku wedi mulih", "takut"), ("truk wedhi", "pasir"),
    ("sudah tiga kali lapor", "kali"), ("neng kali", "sungai"), ("pinggir kali", "sungai"),
    ("entuk bantuan", "dapat"), ("ra entuk melu", "tidak bisa"), ("dapat bansos", "dapat"), ("dapat dibuka", "bisa"),
    ("sakit", "sakit"), ("sakit hati", "sakit hati"),
    ("anak kelas 3 sd", "sd"), ("senin sd jumat", "sampai"), ("tanggal 5 sd 10", "sampai"), ("lulus smp", "smp"), ("smp sekarang belum", "sampai"),
    ("mba tolong", "mbak"), ("hamil mba", "nikah karena hamil"),
    ("pak rt", "rt"), ("rt 04 rw 03", "rt"), ("kebutuhan rt", "rumah tangga"),
    ("kartu kis", "kis"), ("kis sayang", "cium"),
    ("rusun penuh", "rumah susun"), ("unit susun", "rumah susun"), ("susun laporan", "susun"),
    ("gila keren", "gila"), ("edan tenan", "gila"), ("orang gila", "odgj"), ("wong edan keluyuran", "odgj"),
    ("gas melon langka", "gas elpiji"), ("gas!", "ayo"),
    ("pangkalan kosong", "stok kosong"), ("rumah kosong", "tak berpenghuni"),
    ("harga turun", "turun"), ("bansos turun", "cair"),
    ("limbah cair", "encer"), ("pkh cair", "cair"),
    ("metu seko omah", "keluar"), ("bansose metu", "cair"),
    ("keduman", "kebagian"),
    ("namaku dicoret", "coret"), ("tembok dicoret", "coretan"),
    ("bansos disunat", "disunat"), ("anak disunat", "khitan"),
    ("kehujanan di dalem", "dalam"), ("dalem nyuwun pirsa", "saya"),
    ("suku bangsa", "suku"), ("suku bengkak", "kaki"), ("bu siti", "siti"), ("siti bengkok", "tanah"),
    ("gerah kipas rusak", "panas"), ("gerah", "sakit"), ("badan lemah", "lemah"), ("lemah warisan", "tanah"),
    ("rak buku", "lemari"), ("rak entuk", "tidak"), ("dede bayi", "adik"), ("dede kula", "bukan"),
    ("pukul 09.00", "jam"), ("suami pukul saya", "dipukul"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "meant"), HOMOGRAPHS)
def test_context_tells_homographs_apart(text: str, meant: str) -> None:
    assert meant in words(text)


def test_a_homograph_has_one_meaning_at_a_time() -> None:
    assert words("kis mati, suami mati, lampu mati") == [
        "kis",
        "nonaktif",
        "suami",
        "meninggal",
        "lampu",
        "padam",
    ]
