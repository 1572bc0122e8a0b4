package main

import (
	"bytes"
	"fmt"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

// A checkpoint (C2SP tlog-checkpoint): three lines under the log's own signature.
func (j judge) checkpoint(path string) (tlog.Tree, error) {
	content, err := j.read(path)
	if err != nil {
		return tlog.Tree{}, err
	}
	return j.signed(path, content)
}

func (j judge) signed(path string, content []byte) (tlog.Tree, error) {
	opened, err := note.Open(content, note.VerifierList(j.key))
	if err != nil {
		return tlog.Tree{}, fmt.Errorf("%s: %w", path, err)
	}
	lines := strings.Split(opened.Text, "\n")
	if len(lines) != 4 || lines[0] != j.key.Name() {
		return tlog.Tree{}, fmt.Errorf("%s: not three lines of this log", path)
	}
	size, err := strconv.ParseInt(lines[1], 10, 64)
	if err != nil || size < 1 {
		return tlog.Tree{}, fmt.Errorf("%s: not a size", path)
	}
	root, err := tlog.ParseHash(lines[2])
	if err != nil {
		return tlog.Tree{}, fmt.Errorf("%s: %w", path, err)
	}
	return tlog.Tree{N: size, Hash: root}, nil
}

// A proof (C2SP tlog-proof) leads from an entry to a root that is signed below it.
func (j judge) proof(path string, hashes tlog.HashReader) error {
	content, err := j.read(path)
	if err != nil {
		return err
	}
	head, signed, _ := bytes.Cut(content, []byte("\n\n"))
	tree, err := j.signed(path, signed)
	if err != nil {
		return err
	}
	lines := strings.Split(string(head), "\n")
	if len(lines) < 2 || lines[0] != "c2sp.org/tlog-proof@v1" {
		return fmt.Errorf("%s: not a proof", path)
	}
	index, err := strconv.ParseInt(strings.TrimPrefix(lines[1], "index "), 10, 64)
	if err != nil || path != fmt.Sprintf("proofs/%d.tlog-proof", index+1) {
		return fmt.Errorf("%s: of another entry than its name says", path)
	}
	var proof tlog.RecordProof
	for _, line := range lines[2:] {
		hash, err := tlog.ParseHash(line)
		if err != nil {
			return fmt.Errorf("%s: %w", path, err)
		}
		proof = append(proof, hash)
	}
	leaf, err := hashes.ReadHashes([]int64{tlog.StoredHashIndex(0, index)})
	if err != nil {
		return fmt.Errorf("%s: %w", path, err)
	}
	if err := tlog.CheckRecord(proof, tree.N, tree.Hash, index, leaf[0]); err != nil {
		return fmt.Errorf("%s: %w", path, err)
	}
	return nil
}

// What was kept elsewhere is where this tree once stood. Other files than notes are not judged.
func (j judge) anchor(path string, tree tlog.Tree, hashes tlog.HashReader) error {
	if !strings.HasSuffix(path, ".note") {
		return nil
	}
	kept, err := j.checkpoint(path)
	if err != nil {
		return err
	}
	if kept.N > tree.N {
		return fmt.Errorf("%s: tells of more entries than are here", path)
	}
	root, err := tlog.TreeHash(kept.N, hashes)
	if err != nil || root != kept.Hash {
		return fmt.Errorf("%s: these entries do not lead to its root", path)
	}
	return nil
}
