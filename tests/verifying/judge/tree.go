package main

import (
	"encoding/binary"
	"errors"
	"fmt"
	"strings"

	"golang.org/x/mod/sumdb/tlog"
)

// From the top down, so that whatever is found wrong has nothing wrong above it.
func (j judge) tree(tree tlog.Tree, tiles *tiles, hashes tlog.HashReader) error {
	top := 0
	for tree.N>>(height*(top+1)) > 0 {
		top++
	}
	for level := top; level >= 0; level-- {
		for first := int64(0); first < tree.N>>(height*level); first += width {
			if _, err := hashes.ReadHashes(indexes(tree, level, first)); err != nil {
				return fmt.Errorf("%s: %w", strings.Join(tiles.fresh, ", "), err)
			}
		}
	}
	return nil
}

// Where tlog looks for the hashes of a tile.
func indexes(tree tlog.Tree, level int, first int64) []int64 {
	var found []int64
	for n := first; n < first+width && n < tree.N>>(height*level); n++ {
		found = append(found, tlog.StoredHashIndex(level*height, n))
	}
	return found
}

// Every entry has the hash that stands in its tile.
func (j judge) entries(tree tlog.Tree, hashes tlog.HashReader) error {
	for first := int64(0); first < tree.N; first += width {
		want, err := hashes.ReadHashes(indexes(tree, 0, first))
		if err != nil {
			return err
		}
		path := place(tlog.Tile{H: height, L: -1, N: first / width, W: len(want)})
		rest, err := j.read(path)
		if err != nil {
			return err
		}
		for nth, hash := range want {
			entry, after, err := next(rest)
			if err != nil || tlog.RecordHash(entry) != hash {
				return fmt.Errorf("%s: position %d", path, first+int64(nth)+1)
			}
			rest = after
		}
		if len(rest) > 0 {
			return fmt.Errorf("%s: more than %d entries", path, len(want))
		}
	}
	return nil
}

func next(rest []byte) (entry, after []byte, err error) {
	if len(rest) < 2 || len(rest)-2 < int(binary.BigEndian.Uint16(rest)) {
		return nil, nil, errors.New("cut off")
	}
	end := 2 + int(binary.BigEndian.Uint16(rest))
	return rest[2:end], rest[end:], nil
}
