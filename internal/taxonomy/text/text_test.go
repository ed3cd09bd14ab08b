package text

import (
	"bufio"
	"compress/gzip"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"
)

func TestFold(t *testing.T) {
	for in, want := range map[string]string{
		"Åse Ødegård": "ase odegard", "Smørbrødjomfru": "smorbrodjomfru", "Läkare": "lakare", "Værksted": "varksted", "Café-sjef": "cafe-sjef",
		"  Sous   chef\t": "sous chef", "STRASSE": "strasse", "Straße": "strasse", "Þór": "thor", "A\u030ase": "ase", "a\xffb": "ab", "": "",
	} {
		if got := Fold(in); got != want {
			t.Errorf("Fold(%q) = %q, want %q", in, got, want)
		}
	}
	if Fold("hår") == Fold("hr") || Fold("ør") == "" {
		t.Error("a letter was deleted")
	}
}

func TestTokens(t *testing.T) {
	for in, want := range map[string]string{
		"c++/c#/.net-utvikler":        "c++ c# .net utvikler",
		"asp.net, node.js og vue.js":  "asp.net node.js og vue.js",
		"5.-10. trinn, 37,5 t/uke":    "5 10 trinn 37,5 t uke",
		"f#. r&d. i.net. a+b":         "f# r d i.net a b",
		"m/k 80 % (vikar)":            "m k 80 vikar",
		".network .net":               "network .net",
		"":                            "",
		"---":                         "",
		"it-konsulent java/kotlin 17": "it konsulent java kotlin 17",
	} {
		if got := strings.Join(Tokens(in), " "); got != want {
			t.Errorf("Tokens(%q) = %q, want %q", in, got, want)
		}
	}
}

func TestStems(t *testing.T) {
	for _, c := range []struct{ lang, in, want string }{
		{"nb", "kokker og servitører", "kokk servitor"}, {"sv", "sjuksköterskor i hemmet", "sjukskotersk hemmet"}, {"da", "lærere", "lar"},
		{"fi", "opettajat", "opettaj"}, {"en", "nurses and midwives", "nurs midwiv"}, {"xx", "uendret", "uendret"},
	} {
		if got := strings.Join(Stems(c.lang, c.in), " "); got != c.want {
			t.Errorf("Stems(%s, %q) = %q, want %q", c.lang, c.in, got, c.want)
		}
	}
}

// TestStemmersConform compares with the vocabularies of Snowball where they are at hand. They are newer than the module, and a few rules have
// changed since; the share that must agree is what was found, so that a change of the module is seen.
func TestStemmersConform(t *testing.T) {
	dir := os.Getenv("VERV_DATA_DIR")
	if dir == "" {
		t.Skip("VERV_DATA_DIR is not set: the vocabularies of Snowball are not in the repository")
	}
	for lang, c := range map[string]struct {
		name  string
		agree float64
	}{"nb": {"norwegian", 0.99}, "sv": {"swedish", 0.98}, "da": {"danish", 0.99}, "fi": {"finnish", 0.99}, "en": {"english", 0.99}} {
		words, stems := vocabulary(t, dir, c.name+".voc.txt.gz"), vocabulary(t, dir, c.name+".output.txt.gz")
		if len(words) < 20_000 || len(words) != len(stems) {
			t.Fatalf("%s: %d words and %d stems", c.name, len(words), len(stems))
		}
		right := 0
		for i, w := range words {
			if Stem(lang, w) == stems[i] {
				right++
			}
		}
		share := float64(right) / float64(len(words))
		t.Logf("%s: %d of %d stems agree (%.2f %%)", c.name, right, len(words), 100*share)
		if share < c.agree {
			t.Errorf("%s: only %.2f %% agree", c.name, 100*share)
		}
	}
}

func vocabulary(t *testing.T, dir, name string) []string {
	t.Helper()
	f, err := os.Open(filepath.Join(dir, "snowball-vocab", name))
	if err != nil {
		t.Skip("the vocabularies of Snowball are not in VERV_DATA_DIR")
	}
	defer f.Close()
	z, err := gzip.NewReader(f)
	if err != nil {
		t.Fatal(err)
	}
	var out []string
	scan := bufio.NewScanner(z)
	for scan.Scan() {
		out = append(out, scan.Text())
	}
	return out
}

func TestCompounds(t *testing.T) {
	c := NewCompounds(slices.Values([]string{
		"sjafor", "lastebil sjafor", "lastebil", "barnehage assistent", "assistent", "barnehage", "salg sjef", "sjef", "sjef", "salg", "sykepleier", "leder", "leder", "rad",
	}))
	for in, want := range map[string]string{
		"lastebilsjafor": "lastebil sjafor", "barnehageassistent": "barnehage assistent", "salgssjef": "salg sjef", "sykepleier": "", "sjef": "", "ukjent": "", "": "",
		"barnehageassistentleder": "barnehage assistent leder",
	} {
		if got := strings.Join(c.Parts(in), " "); got != want {
			t.Errorf("Parts(%q) = %q, want %q", in, got, want)
		}
	}
}

// FuzzText: any bytes give the same answer twice, valid text, and no token that folding would change.
func FuzzText(f *testing.F) {
	for _, s := range []string{"", "Kokk/servitør, 80 %", "C++ & C#", ".net.net", "a\xff\xfeb", "İstanbul", "ﬁskehandler", strings.Repeat("aa", 1500), "\u0301\u0301", "5,5,5."} {
		f.Add(s)
	}
	c := NewCompounds(slices.Values([]string{"aa", "aaa", "aaaa", "aaaaa", "kokk", "servitor"}))
	d := NewDetector([]string{"nb", "fi"}, func(yield func(string, string) bool) { _ = yield("nb", "kokk") && yield("fi", "kokki") })
	f.Fuzz(func(t *testing.T, s string) {
		once := Fold(s)
		if !utf8.ValidString(once) {
			t.Fatalf("Fold(%q) is not UTF-8", s)
		}
		for _, w := range Tokens(once) {
			c.Parts(w)
			if w == "" || strings.ContainsAny(w, " \t\n") {
				t.Fatalf("%q is no token", w)
			}
		}
		for _, lang := range []string{"nb", "nn", "sv", "da", "fi", "en", "de"} {
			Stems(lang, s)
		}
		if lang, share := d.Detect(s); lang != "" && (share <= 0 || share > 1) {
			t.Fatalf("share %v", share)
		}
	})
}
