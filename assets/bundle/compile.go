package main

import (
	"errors"
	"path/filepath"
	"strings"

	"github.com/evanw/esbuild/pkg/api"
)

// output is one file of the bundle.
type output struct {
	name string // what the code calls it: verv.css
	file string // what it is served as: verv-3KJ2XA.css
	body []byte
}

// compile bundles the style sheet, the script of every page and that of the editor, and what they draw in (the fonts).
func compile(dir string) ([]output, error) {
	root, err := filepath.Abs(dir)
	if err != nil {
		return nil, err
	}
	result := api.Build(api.BuildOptions{
		AbsWorkingDir:     root,
		EntryPoints:       []string{"css/verv.css", "css/board.css", "js/verv.js", "js/board.js", "js/editor.js"},
		Outdir:            "dist",
		EntryNames:        "[name]-[hash]",
		AssetNames:        "[name]-[hash]",
		Bundle:            true,
		Format:            api.FormatESModule,
		Target:            api.ES2022,
		MinifyWhitespace:  true,
		MinifyIdentifiers: true,
		MinifySyntax:      true,
		LegalComments:     api.LegalCommentsNone, // every notice is in licences.txt
		Loader:            map[string]api.Loader{".woff2": api.LoaderFile},
		LogLevel:          api.LogLevelWarning,
	})
	if len(result.Errors) > 0 {
		return nil, errors.New(result.Errors[0].Text)
	}
	made := make([]output, 0, len(result.OutputFiles))
	for _, f := range result.OutputFiles {
		file := filepath.Base(f.Path)
		made = append(made, output{plain(file), file, f.Contents})
	}
	return made, nil
}

// plain takes the hash out of a name: verv-3KJ2XA.css is verv.css.
func plain(file string) string {
	ext := filepath.Ext(file)
	stem := strings.TrimSuffix(file, ext)
	if i := strings.LastIndexByte(stem, '-'); i > 0 {
		stem = stem[:i]
	}
	return stem + ext
}
