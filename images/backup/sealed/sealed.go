// Package sealed compresses and encrypts a stream, and does the reverse. Nothing is written to a disk.
package sealed

import (
	"io"

	"filippo.io/age"
	"github.com/klauspost/compress/zstd"
)

// Seal is the source compressed by zstd and encrypted by age to each of the recipients. An error of the source comes out
// as it is, in place of an end. Close it, also when it was not read to its end.
func Seal(source io.Reader, recipients []age.Recipient) (io.ReadCloser, error) {
	return sealWith(source, recipients)
}

// narrow is how far back a compression looks that is one of several at a time: an eighth of the usual, and of the memory.
const narrow = 1 << 20

// SealNarrow is Seal in less memory, for streams that are sealed several at a time. Files are mostly small, and compressed already.
func SealNarrow(source io.Reader, recipients []age.Recipient) (io.ReadCloser, error) {
	return sealWith(source, recipients, zstd.WithWindowSize(narrow))
}

func sealWith(source io.Reader, recipients []age.Recipient, options ...zstd.EOption) (io.ReadCloser, error) {
	packed, writer := io.Pipe()
	encrypted, err := age.EncryptReader(packed, recipients...)
	if err != nil {
		return nil, err
	}
	go func() { writer.CloseWithError(compress(writer, source, options)) }()
	return &sealing{encrypted, packed}, nil
}

type sealing struct {
	io.Reader
	packed *io.PipeReader
}

func (s *sealing) Close() error { return s.packed.Close() }

func compress(into io.Writer, source io.Reader, options []zstd.EOption) error {
	// One goroutine each: a pod has about one processor, and the memory of each further one counts.
	encoder, err := zstd.NewWriter(into, append(options, zstd.WithEncoderConcurrency(1))...)
	if err != nil {
		return err
	}
	if _, err := io.Copy(encoder, source); err != nil {
		return err
	}
	return encoder.Close()
}

// Open is what was sealed. A changed or shortened source is an error before the first wrong byte.
func Open(source io.Reader, identities []age.Identity) (io.ReadCloser, error) {
	packed, err := age.Decrypt(source, identities...)
	if err != nil {
		return nil, err
	}
	decoder, err := zstd.NewReader(packed, zstd.WithDecoderConcurrency(1))
	if err != nil {
		return nil, err
	}
	return decoder.IOReadCloser(), nil
}
