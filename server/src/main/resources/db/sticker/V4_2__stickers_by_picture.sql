-- Before a picture is removed, the server looks whether a sticker or an album has it.
CREATE INDEX stickers_by_picture ON stickers (picture);

CREATE INDEX sticker_albums_by_icon ON sticker_albums (icon);

CREATE INDEX sticker_albums_by_banner ON sticker_albums (banner);
