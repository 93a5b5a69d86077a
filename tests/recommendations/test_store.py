"""Files by their content: whole and on disk, or not there at all."""

import os

import pytest

from recommendations import store

CONTENT = b"%PDF-1.7 as issued"


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):
    settings.FILE_STORE = str(tmp_path)
    return tmp_path


@pytest.fixture
def full(monkeypatch):
    """A disk whose last block is taken when the file is brought onto it."""

    def no_room(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", no_room)


def test_what_was_put_is_read_by_its_address():
    assert store.read(store.put(CONTENT)) == CONTENT
    assert store.put(CONTENT) == store.put(CONTENT)


def test_with_no_room_nothing_is_left_half_written(folder, full):
    with pytest.raises(store.NotKept, match="full"):
        store.put(CONTENT)
    assert [path for path in folder.rglob("*") if path.is_file()] == []


def test_once_there_is_room_it_is_kept(folder, full, monkeypatch):
    with pytest.raises(store.NotKept):
        store.put(CONTENT)
    monkeypatch.undo()
    assert store.read(store.put(CONTENT)) == CONTENT


def test_a_store_that_is_not_a_folder_is_told_the_same_way(settings, folder):
    (folder / "file").touch()
    settings.FILE_STORE = str(folder / "file")
    with pytest.raises(store.NotKept):
        store.put(CONTENT)
