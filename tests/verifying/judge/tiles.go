package main

import (
	"errors"
	"fmt"
	"strings"

	"golang.org/x/mod/sumdb/tlog"
)

const (
	height = 8 // of a tile: 256 hashes
	width  = 1 << height
)

// Reads tiles, and remembers which were found right.
type tiles struct {
	judge
	found map[string]bool
	fresh []string // those of the last reading that were not found right before
}

func (t *tiles) Height() int { return height }

func (t *tiles) ReadTiles(wanted []tlog.Tile) ([][]byte, error) {
	t.fresh = nil
	var contents [][]byte
	for _, one := range wanted {
		if !t.found[place(one)] {
			t.fresh = append(t.fresh, place(one))
		}
	}
	for _, one := range wanted {
		content, err := t.read(place(one))
		if err != nil {
			t.fresh = []string{place(one)}
			return nil, errors.New("missing")
		}
		if len(content) != one.W*tlog.HashSize {
			t.fresh = []string{place(one)}
			return nil, fmt.Errorf("not %d hashes", one.W)
		}
		contents = append(contents, content)
	}
	return contents, nil
}

func (t *tiles) SaveTiles(right []tlog.Tile, _ [][]byte) {
	for _, one := range right {
		t.found[place(one)] = true
	}
}

// tlog-tiles leave out the height that Go's paths have, and say entries where Go says data.
func place(one tlog.Tile) string {
	path := strings.Replace(one.Path(), fmt.Sprintf("tile/%d/", height), "tile/", 1)
	return strings.Replace(path, "tile/data/", "tile/entries/", 1)
}
