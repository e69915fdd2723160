# Rscript margins.R, in this folder. R 4.2.2: exact tolerance factors by quadrature (integrate) and uniroot; historic figures drawn.
source("expected.R")
set.seed(5)
n <- 14
d <- rbind(data.frame(figure = "slope-ratio", assay = 1:n, value = signif(exp(rnorm(n, 0, 0.08)), 4)),
  data.frame(figure = "lower-asymptote-difference", assay = 1:n, value = signif(rnorm(n, 0, 0.02), 3)),
  data.frame(figure = "rsse", assay = 1:n, value = signif(exp(rnorm(n, -4, 0.6)), 4)))
write.csv(d, "margins.csv", row.names = FALSE, quote = FALSE)
two <- function(n, P, C) { r <- function(a) uniroot(function(r) pnorm(a + r) - pnorm(a - r) - P, c(0, abs(a) + 20), tol = 1e-13)$root
  conf <- function(k) 2 * integrate(function(z) dnorm(z) * pchisq((n - 1) * sapply(z / sqrt(n), r)^2 / k^2, n - 1, lower.tail = FALSE), 0, 8.5, rel.tol = 1e-11, subdivisions = 500)$value
  uniroot(function(k) conf(k) - C, c(0.5, 60), tol = 1e-11)$root }
one <- function(n, P, C) uniroot(function(k) pt(k * sqrt(n), n - 1, ncp = qnorm(P) * sqrt(n)) - C, c(0.1, 60), tol = 1e-12)$root
v <- list(); x <- log(d$value[d$figure == "slope-ratio"]); k <- two(n, 0.95, 0.95)
v[["figures.0.margins.factor"]] <- k; v[["figures.0.margins.lower"]] <- exp(mean(x) - k * sd(x)); v[["figures.0.margins.upper"]] <- exp(mean(x) + k * sd(x))
x <- d$value[d$figure == "lower-asymptote-difference"]; v[["figures.1.margins.lower"]] <- mean(x) - k * sd(x); v[["figures.1.margins.upper"]] <- mean(x) + k * sd(x)
x <- log(d$value[d$figure == "rsse"]); k <- one(n, 0.95, 0.95); v[["figures.2.margins.upper"]] <- exp(mean(x) + k * sd(x)); v[["figures.2.margins.sd"]] <- sd(x)
write_expected("margins.expected.json", "R 4.2.2, margins.R", 1e-8, v)
