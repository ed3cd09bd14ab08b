package main

import (
	"errors"

	"verv/internal/fault"
	"verv/internal/server"
)

type mailVerb struct {
	Receive receiveVerb `cmd:"" help:"Take one message from standard input, for a mail server that pipes: verv mail receive ADDRESS..."`
}

type receiveVerb struct {
	To []string `arg:"" help:"Addresses that the message was sent to."`
}

// Exit codes of sysexits.h, which mail servers understand.
const (
	exitData = 65 // the message is refused for good
	exitTemp = 75 // try again later
)

// Run seals the message and makes it durable before it answers with success.
func (v receiveVerb) Run(o *outside) error {
	h, err := o.house(server.Options{})
	if err != nil {
		return errors.Join(err, exit(exitTemp))
	}
	defer h.Close()
	_, err = h.Mail.Take(o.ctx, v.To, o.in)
	switch {
	case err == nil:
		return nil
	case fault.Is(err, fault.TooLarge), fault.Is(err, fault.Gone):
		return exit(exitData)
	}
	return exit(exitTemp)
}
