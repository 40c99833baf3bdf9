"""Why the coach stops at something: for each code its urgency, its name and its reason, in Indonesian and English."""

from __future__ import annotations

from typing import NamedTuple

from simpul.language.coaching.finding import FIRST, SECOND, THIRD, Pair


class Reason(NamedTuple):
    severity: int
    name: Pair
    why: Pair


REASONS: dict[str, Reason] = {
    # words that others said about people
    "dignity": Reason(FIRST, ("Martabat", "Dignity"), ("Sebutan ini merendahkan atau memberi cap; orang menjauh dari bantuan karena malu.", "This word looks down on people or labels them; shame keeps people from help.")),
    "personal_data": Reason(FIRST, ("Data pribadi", "Personal data"), ("Nomor NIK, KK, atau telepon warga tidak boleh tampil di kiriman.", "A citizen's identity or telephone number must not stand in a post.")),
    # how people are spoken to
    "prohibition": Reason(FIRST, ("Larangan", "Prohibition"), ("Larangan dan ancaman menutup percakapan; sebut alasannya dan jalan keluarnya.", "Prohibitions and threats end the conversation; give the reason and a way forward.")),
    "order": Reason(FIRST, ("Perintah", "Order"), ("Nada perintah; media sosial itu setara, ajakan lebih didengar.", "This commands; on social media people are equals, an invitation is heard better.")),
    "stock_phrase": Reason(SECOND, ("Kalimat surat", "Letter phrase"), ("Kalimat baku surat dinas; pembaca tidak tahu apa yang terjadi, siapa, dan kapan.", "A stock phrase of official letters; it does not say what happens, by whom and when.")),
    "structural": Reason(SECOND, ("Bahasa struktur", "Language of structure"), ("Berbicara tentang birokrasi, bukan tentang warga; sebut orang, tempat, dan waktunya.", "This speaks of the bureaucracy, not of people; name the person, place and time.")),
    # plain words
    "connector": Reason(SECOND, ("Kata penghubung kaku", "Stiff connector"), ("Kata penghubung surat dinas; ada yang lebih pendek.", "A connector of official letters; there is a shorter one.")),
    "wordy": Reason(SECOND, ("Bertele-tele", "Wordy"), ("Bisa dikatakan lebih pendek dan lebih jelas.", "This can be said shorter and clearer.")),
    "jargon": Reason(SECOND, ("Istilah kantor", "Jargon"), ("Istilah kantor yang belum tentu dikenal warga.", "An office term that people may not know.")),
    "abbreviation": Reason(SECOND, ("Singkatan", "Abbreviation"), ("Singkatan ini belum dijelaskan; tulis lengkap sekali.", "This abbreviation is not explained; spell it out once.")),
    "nominal_chain": Reason(SECOND, ("Deret kata benda", "Chain of nouns"), ("Kata benda bentukan berderet; pakai kata kerja dan sebut pelakunya.", "Derived nouns in a row; use a verb and say who does it.")),
    "passive": Reason(THIRD, ("Kalimat pasif", "Passive"), ("Beberapa kata kerja di- dalam satu kalimat; tidak jelas siapa yang melakukan.", "Several passive verbs in one sentence; it is not clear who does it.")),
    "long_sentence": Reason(SECOND, ("Kalimat panjang", "Long sentence"), ("Lebih dari 18 kata dalam satu kalimat.", "More than 18 words in one sentence.")),
    "readability": Reason(THIRD, ("Keterbacaan", "Readability"), ("Rata-rata kalimat atau kata panjang; berat dibaca di layar kecil.", "Sentences or words are long on average; hard to read on a small screen.")),
    # dialogue
    "address_missing": Reason(SECOND, ("Sapaan", "Address"), ("Pembaca tidak disapa.", "Nobody is addressed.")),
    "invitation_missing": Reason(SECOND, ("Ajakan", "Invitation"), ("Tidak ada ajakan.", "There is no invitation.")),
    "question_missing": Reason(THIRD, ("Pertanyaan", "Question"), ("Tidak ada pertanyaan yang membuka percakapan.", "No question opens the conversation.")),
    "several_messages": Reason(SECOND, ("Satu pesan", "One message"), ("Lebih dari satu pesan dalam satu kiriman; pembaca ingat satu.", "More than one message in a post; people remember one.")),
    # form on a network
    "too_long": Reason(FIRST, ("Terlalu panjang", "Too long"), ("Melebihi batas jaringan ini; sisanya tidak akan terkirim.", "Beyond this network's limit; the rest will not be sent.")),
    "hidden_start": Reason(THIRD, ("Awal yang terlihat", "What shows first"), ("Hanya awal kiriman yang langsung terlihat; tempat atau waktu baru disebut sesudahnya.", "Only the beginning shows at once; place or time come after it.")),
    "hashtags": Reason(THIRD, ("Tagar", "Hashtags"), ("Terlalu banyak tagar untuk jaringan ini.", "Too many hashtags for this network.")),
    "link_dead": Reason(SECOND, ("Tautan", "Link"), ("Tautan di kiriman jaringan ini tidak bisa diklik.", "Links in posts on this network cannot be clicked.")),
    "emoji": Reason(THIRD, ("Emoji", "Emoji"), ("Emoji terlalu banyak; pembaca layar membacakannya satu per satu.", "Too many emoji; a screen reader reads each aloud.")),
    "capitals": Reason(SECOND, ("Huruf besar", "Capitals"), ("Huruf besar semua terbaca seperti berteriak dan sulit dibaca.", "All capitals read like shouting and are hard to read.")),
    "line_breaks": Reason(THIRD, ("Baris", "Lines"), ("Teks panjang tanpa jeda baris.", "A long text without a line break.")),
    # content of a post about a programme
    "who_missing": Reason(SECOND, ("Untuk siapa", "For whom"), ("Belum disebut siapa yang boleh mendapat.", "It does not say who may get it.")),
    "bring_missing": Reason(SECOND, ("Bawa apa", "What to bring"), ("Belum disebut apa yang perlu dibawa.", "It does not say what to bring.")),
    "where_missing": Reason(FIRST, ("Di mana", "Where"), ("Belum disebut tempat atau jalurnya.", "It does not say where, or by which channel.")),
    "until_missing": Reason(FIRST, ("Sampai kapan", "Until when"), ("Belum disebut tanggal atau batas waktunya.", "It does not give a date or a deadline.")),
    "complain_missing": Reason(SECOND, ("Lapor ke mana", "Where to complain"), ("Belum disebut ke mana bertanya atau mengadu.", "It does not say where to ask or complain.")),
    "next_step_missing": Reason(SECOND, ("Langkah berikut", "Next step"), ("Balasan tidak menyebut siapa berbuat apa dan kapan.", "The reply does not say who does what and when.")),
    # Javanese
    "krama_self": Reason(SECOND, ("Krama inggil untuk diri sendiri", "Krama inggil of oneself"), ("Krama inggil untuk orang yang dihormati, bukan untuk diri sendiri.", "Krama inggil honours others, not oneself.")),
    "ngoko_mixed": Reason(SECOND, ("Ngoko di antara krama", "Ngoko among krama"), ("Kata ngoko di tengah krama terdengar kasar bagi orang tua.", "A ngoko word among krama sounds rude to elders.")),
    "javanese_review": Reason(THIRD, ("Periksa bahasa Jawa", "Have the Javanese read"), ("Krama yang keliru menyinggung; untuk lebih dari salam, ajakan, dan terima kasih, minta penutur membacanya.", "Wrong krama offends; beyond greeting, invitation and thanks let a native speaker read it.")),
}  # fmt: skip
