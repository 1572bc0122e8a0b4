// Judges a bundle by Go's own golang.org/x/mod/sumdb, with which Go judges its log of modules.
//
//	judge VKEY FOLDER
//
// Exit code 0: all holds. 1: something does not; the first is named. 2: it could not judge.
package main

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

type judge struct {
	folder string
	key    note.Verifier
}

func main() {
	if len(os.Args) != 3 {
		fmt.Println("usage: judge VKEY FOLDER")
		os.Exit(2)
	}
	key, err := note.NewVerifier(os.Args[1])
	if err != nil {
		fmt.Println("key:", err)
		os.Exit(2)
	}
	judge := judge{os.Args[2], key}
	if err := judge.bundle(); err != nil {
		fmt.Println("WRONG", err)
		os.Exit(1)
	}
	fmt.Println("All holds.")
}

func (j judge) bundle() error {
	tree, err := j.checkpoint("checkpoint")
	if err != nil {
		return err
	}
	tiles := &tiles{judge: j, found: map[string]bool{}}
	hashes := tlog.TileHashReader(tree, tiles)
	if err := j.tree(tree, tiles, hashes); err != nil {
		return err
	}
	if err := j.entries(tree, hashes); err != nil {
		return err
	}
	if err := j.each("proofs", func(path string) error { return j.proof(path, hashes) }); err != nil {
		return err
	}
	return j.each("anchors", func(path string) error { return j.anchor(path, tree, hashes) })
}

func (j judge) read(path string) ([]byte, error) {
	content, err := os.ReadFile(filepath.Join(j.folder, filepath.FromSlash(path)))
	if errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("%s: missing", path)
	}
	return content, err
}

func (j judge) each(folder string, look func(path string) error) error {
	files, err := os.ReadDir(filepath.Join(j.folder, folder))
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	for _, file := range files {
		if err := look(folder + "/" + file.Name()); err != nil {
			return err
		}
	}
	return nil
}
