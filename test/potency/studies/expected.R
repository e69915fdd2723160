# Writes what another program expects of a study: paths into the JSON of `cytolot potency-study` with their values, 15 digits.
write_expected <- function(file, made_by, tolerance, values) {
  one <- function(value) if (is.character(value)) sprintf('"%s"', value) else if (is.logical(value)) tolower(as.character(value)) else sprintf("%.15g", value)
  lines <- sprintf('    "%s": %s', names(values), vapply(values, one, ""))
  text <- sprintf('{\n  "madeBy": "%s",\n  "tolerance": %g,\n  "values": {\n%s\n  }\n}', made_by, tolerance, paste(lines, collapse = ",\n"))
  writeLines(text, file)
}
