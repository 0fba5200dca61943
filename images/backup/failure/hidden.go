package failure

import "strings"

// Hidden takes secrets out of texts before they are shown.
type Hidden struct{ secrets []string }

// Hide remembers a secret. Very short ones are left: they would tear texts apart and hide nothing.
func (h *Hidden) Hide(secret string) {
	if len(secret) >= 4 {
		h.secrets = append(h.secrets, secret)
	}
}

// Clean is the text without the secrets.
func (h *Hidden) Clean(text string) string {
	if h == nil {
		return text
	}
	for _, secret := range h.secrets {
		text = strings.ReplaceAll(text, secret, "(hidden)")
	}
	return text
}
