package text

// Gram is a hashed character n-gram or word.
type Gram uint64

// FNV-1a, 64 bits: stable between builds, which a stored table needs.
const (
	offset Gram = 14695981039346656037
	prime  Gram = 1099511628211
)

// Hash is the gram of a string within a space, so that a word and an n-gram of the same letters differ.
func Hash(space byte, s string) Gram {
	h := (offset ^ Gram(space)) * prime
	for i := range len(s) {
		h = (h ^ Gram(s[i])) * prime
	}
	return h
}

// Grams appends to dst the character n-grams of low to high letters of each token, its ends marked, and gives dst back.
func Grams(dst []Gram, tokens []string, low, high int) []Gram {
	for _, t := range tokens {
		marked := []rune("<" + t + ">")
		for n := low; n <= high; n++ {
			for i := 0; i+n <= len(marked); i++ {
				dst = append(dst, Hash(byte(n), string(marked[i:i+n])))
			}
		}
	}
	return dst
}
