"""The kinds of what is masked, and the mark each leaves. Versions of the corpus compare equal only while these stay."""

PLAIN, NIK, KK, PHONE, EMAIL, BANK, NUMBER, MENTION, LINK = range(9)  # PLAIN is not masked

LABELS = {
    NIK: "[NIK]",
    KK: "[KK]",
    PHONE: "[telepon]",
    EMAIL: "[email]",
    BANK: "[rekening]",
    NUMBER: "[nomor]",
    LINK: "[tautan akun]",
}
MENTIONED = "@~"  # before the 26 characters of a pseudonym
