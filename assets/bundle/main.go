package main

import (
	"flag"
	"fmt"
	"log"
	"os"
	"os/exec"
	"path/filepath"
)

func main() {
	log.SetFlags(0)
	log.SetPrefix("bundle: ")
	dir := flag.String("dir", "assets", "folder of the front end's sources")
	flag.Parse()
	if err := run(*dir); err != nil {
		log.Fatal(err)
	}
}

func run(dir string) error {
	if _, err := os.Stat(filepath.Join(dir, "node_modules")); err != nil {
		return fmt.Errorf("no packages yet: run `npm ci --ignore-scripts` in %s first", dir)
	}
	if err := theme(dir); err != nil {
		return fmt.Errorf("theme: %w", err)
	}
	made, err := compile(dir)
	if err != nil {
		return err
	}
	sprite, err := sprite(dir)
	if err != nil {
		return fmt.Errorf("icons: %w", err)
	}
	licences, err := licences(dir)
	if err != nil {
		return fmt.Errorf("licences: %w", err)
	}
	leaf, err := os.ReadFile(filepath.Join(dir, "img", "leaf.svg"))
	if err != nil {
		return err
	}
	made = append(made, output{"leaf.svg", hashed("leaf.svg", leaf), leaf},
		output{"icons.svg", hashed("icons.svg", sprite), sprite},
		output{"licences.txt", hashed("licences.txt", licences), licences})
	if err := write(filepath.Join(dir, "dist"), made); err != nil {
		return err
	}
	return weigh(os.Stdout, made)
}

// theme generates the colours, unless they are newer than what they are made of.
func theme(dir string) error {
	made, err := os.Stat(filepath.Join(dir, "build", "theme", "verv.css"))
	if err == nil {
		fresh := true
		for _, source := range []string{"theme.json", "package-lock.json"} {
			info, err := os.Stat(filepath.Join(dir, source))
			fresh = fresh && err == nil && info.ModTime().Before(made.ModTime())
		}
		if fresh {
			return nil
		}
	}
	cmd := exec.Command("npm", "run", "--silent", "theme")
	cmd.Dir = dir
	if out, err := cmd.CombinedOutput(); err != nil {
		return fmt.Errorf("%w\n%s", err, out)
	}
	return nil
}
