// Package picture keeps what everybody may look at: logos of sites and employers, and the pictures of an employer's story.
//
// A picture has no states: it is made from an upload, and dropped by its owner. What was uploaded is never kept. It is read as PNG or
// JPEG, scaled into its box and written anew, so that nothing hides behind the pixels: no place, no camera, no markup. SVG is refused,
// since it can hold script.
//
// Owners of an employer add and drop its pictures, operators those of sites; everybody may read one by its name, which is a hash of its
// bytes. The package holds nothing about a person: the page on which a picture is uploaded asks for pictures without people on them, or
// of people who agreed. It never decides where a picture is shown.
package picture
