package qdrant

import (
	"io"
	"mime/multipart"
)

// formOf is a content as a form sends a file, and the form's content type. Nothing of it is kept in memory.
func formOf(content io.Reader) (io.ReadCloser, string) {
	body, writer := io.Pipe()
	form := multipart.NewWriter(writer)
	go func() {
		part, err := form.CreateFormFile("snapshot", "collection.snapshot")
		if err == nil {
			_, err = io.Copy(part, content)
		}
		if err == nil {
			err = form.Close()
		}
		writer.CloseWithError(err)
	}()
	return body, form.FormDataContentType()
}
