package objects

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"maps"
	"slices"

	"github.com/klauspost/compress/zstd"
)

// Stored is what was sent of a content, and read back.
type Stored struct {
	// Bytes and SHA256 are of the content as it lies in the store.
	Bytes  int64  `json:"bytes"`
	SHA256 string `json:"sha256"`
	// ObjectBytes is the size of the object.
	ObjectBytes int64 `json:"objectBytes"`
	// Of is the same of all contents of one object, and says nothing of its key to whoever can't list the bucket anyway.
	Of string `json:"of,omitempty"`
}

// Index is the contents that a copy names, by name.
type Index map[string]Stored

type indexLine struct {
	Content string `json:"content"`
	Stored
}

// Encode is the index as it lies in the store: a content a line, compressed, and the same for the same contents.
func (i Index) Encode() ([]byte, error) {
	var packed bytes.Buffer
	encoder, err := zstd.NewWriter(&packed, zstd.WithEncoderConcurrency(1), zstd.WithZeroFrames(true))
	if err != nil {
		return nil, err
	}
	line := json.NewEncoder(encoder)
	for _, name := range slices.Sorted(maps.Keys(i)) {
		if err := line.Encode(indexLine{name, i[name]}); err != nil {
			return nil, err
		}
	}
	if err := encoder.Close(); err != nil {
		return nil, err
	}
	return packed.Bytes(), nil
}

// DecodeIndex reads an index to its end. One of no bytes was cut off: of no content, it has some.
func DecodeIndex(packed io.Reader) (Index, error) {
	begun := bufio.NewReader(packed)
	if _, err := begun.Peek(1); err == io.EOF {
		return nil, errors.New("it has no bytes")
	}
	decoder, err := zstd.NewReader(begun, zstd.WithDecoderConcurrency(1))
	if err != nil {
		return nil, err
	}
	defer decoder.Close()
	index := Index{}
	read := json.NewDecoder(decoder)
	for {
		var line indexLine
		err := read.Decode(&line)
		if err == io.EOF {
			return index, nil
		}
		if err != nil {
			return nil, err
		}
		index[line.Content] = line.Stored
	}
}
